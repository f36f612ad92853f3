/** Levels of objects and arrays in a condition, itself the first. */
export const MAX_DEPTH = 20;
/** Values in a condition: each member of an object, each element of a list. */
export const MAX_VALUES = 10_000;
/** Characters of a pattern. */
export const MAX_PATTERN = 500;
/** Instructions of a compiled pattern: what a character of the text costs at most. */
export const MAX_INSTRUCTIONS = 500;
/** Patterns of a condition. */
export const MAX_PATTERNS = 20;
/** How many values one element is compared with by `$all` and `$alli`, those inside of each other multiplied. */
export const MAX_ALL = 1_000;
/** Characters of an attribute that a pattern looks at; a longer text has no match. */
export const MAX_TEXT = 4_096;
/** Elements of an attribute that `$elemMatch`, `$all` and `$alli` look at; the rest is not seen. */
export const MAX_ELEMENTS = 1_000;
