import { compileMatcher, type Groups } from '../../../../libs/evaluation/targeting/compile-condition.js';
import { CURRENT_SEMANTICS } from '../../../../libs/evaluation/targeting/semantics.js';
import { isObject, type Condition, type Json } from './model.js';

export interface Example {
  /** What was pasted, on one line. */
  readonly text: string;
  readonly attributes: { readonly [name: string]: Json };
}

/** The outcome of one example: the members of the condition that do not hold. */
export interface Outcome {
  readonly holds: boolean;
  readonly failing: readonly string[];
}

/** Contexts as pasted: one JSON object, a list of them, or one on each line. @returns why they cannot be read */
export function readExamples(text: string): readonly Example[] | string {
  if (text.trim() === '') return [];
  const whole = parsed(text);
  const values =
    whole === undefined
      ? text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parsed)
      : [whole].flat();
  const examples: Example[] = [];
  for (const [index, value] of values.entries()) {
    if (!isObject(value)) return `Example ${index + 1} is no JSON object.`;
    examples.push({ text: JSON.stringify(value), attributes: value });
  }
  return examples;
}

/** Decides as the server would: by the same code. @param groups the conditions of groups by key; others are empty here */
export function tryCondition(
  condition: Condition | null,
  groups: ReadonlyMap<string, Condition>,
  examples: readonly Example[],
): readonly Outcome[] {
  const compiledGroups: Groups = new Map(
    [...groups].map(([key, when]) => [key, compileMatcher(when, CURRENT_SEMANTICS)]),
  );
  const matcherOf = (part: Condition) => compileMatcher(part, CURRENT_SEMANTICS, compiledGroups);
  const whole = matcherOf(condition ?? {});
  const members = Object.entries(condition ?? {}).map(([name, expected]) => {
    const member = Object.fromEntries([[name, expected]]);
    return { text: JSON.stringify(member), holds: matcherOf(member) };
  });
  return examples.map(({ attributes }) => ({
    holds: whole(attributes, undefined),
    failing: members.filter(({ holds }) => !holds(attributes, undefined)).map(({ text }) => text),
  }));
}

function parsed(text: string): Json | undefined {
  try {
    // The cast says what JSON.parse returns.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
