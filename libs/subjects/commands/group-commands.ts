import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import {
  archiveGroup,
  changeSubjects,
  createGroup,
  groupAggregate,
  groupStream,
  replaceGroup,
  restoreGroup,
  type MembersRequest,
} from '../group.js';

interface OfGroup {
  readonly key: string;
}

interface Members extends OfGroup {
  readonly members: MembersRequest;
}

interface SubjectsChange extends OfGroup {
  readonly change: { readonly add?: readonly string[] | undefined; readonly remove?: readonly string[] | undefined };
}

const streamOf = ({ key }: OfGroup): string => groupStream(key);

export const CreateGroup = declareCommand(
  'CreateGroup',
  onStream(groupAggregate, streamOf, (state, { key, members }: Members) => createGroup(state, key, members)),
);

export const ReplaceGroup = declareCommand(
  'ReplaceGroup',
  onStream(groupAggregate, streamOf, (state, { key, members }: Members) => replaceGroup(state, key, members)),
);

export const ChangeGroupSubjects = declareCommand(
  'ChangeGroupSubjects',
  onStream(groupAggregate, streamOf, (state, { key, change }: SubjectsChange) => changeSubjects(state, key, change)),
);

export const ArchiveGroup = declareCommand(
  'ArchiveGroup',
  onStream(groupAggregate, streamOf, (state, { key }: OfGroup) => archiveGroup(state, key)),
);

export const RestoreGroup = declareCommand(
  'RestoreGroup',
  onStream(groupAggregate, streamOf, (state, { key }: OfGroup) => restoreGroup(state, key)),
);
