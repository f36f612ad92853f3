import Type from 'typebox';
import { Count, Decimal, enumOf, Id, Key, named, nullable, Text } from '../../platform/http/schemas.js';

const reference = Type.Object({ id: Id, key: Key, name: Text });
const percent = (description: string) => Type.Unsafe<string>({ ...Decimal, description: `Percentage: ${description}` });

export const ConsequencesSchema = named('Consequences', {
  experiment: Id,
  action: enumOf(['start', 'traffic']),
  traffic: Type.Object({
    before: percent('what it takes now'),
    after: percent('what it would take'),
    reviewed: percent('what its review allowed at most'),
    needsVote: Type.Boolean({ description: 'More than its review allowed: that is an amendment' }),
  }),
  share: percent("of the flag's subjects that it would take: of those who are in its audience and in no holdout"),
  subjectsPerDay: Type.Union([Type.Number(), Type.Null()], {
    description: 'New subjects a day, by what the flag brought in the last 7 days; null: not known',
  }),
  flag: Type.Object({
    key: Key,
    enabled: Type.Boolean({ description: 'False: the flag serves its default to everybody' }),
    holder: Type.Union([reference, Type.Null()], {
      description: 'Another live experiment on the flag: a start is refused while it is',
    }),
  }),
  conflictDomain: nullable(
    named('DomainConsequence', {
      key: Key,
      free: percent('the slots that are free to it. Nobody loses any'),
      fits: Type.Boolean({ description: 'False: refused as `domain_full`' }),
    }),
  ),
  participation: Type.Union(
    [
      named('ParticipationConsequence', {
        limit: Count,
        kept: percent('of its own traffic that older experiments leave to it'),
        displaced: Type.Array(
          Type.Object({
            experiment: reference,
            share: percent('of its subjects that would leave it'),
            subjects: Type.Union([Count, Type.Null()], {
              description: 'About so many, of the subjects that it took in 7 days; null: not known',
            }),
          }),
          { description: 'Younger experiments, the oldest first, at most 50' },
        ),
        total: Type.Integer({ minimum: 0, description: 'Number of younger experiments that lose subjects' }),
      }),
      Type.Null(),
    ],
    { description: 'null: there is no limit, so no other experiment loses subjects' },
  ),
  after: Type.Object(
    {
      pins: Type.Array(Type.Object({ experiment: Key })),
      rules: Type.Array(Type.Object({ index: Count, name: nullable(Text) })),
    },
    { description: 'What no longer serves the subjects that it takes, in its order' },
  ),
});
