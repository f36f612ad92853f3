/** KiB of a condition as JSON: a body has at most 512. */
export const MAX_CONDITION_KIB = 480;
/** Levels of objects and arrays in a condition, including itself. */
export const MAX_DEPTH = 20;
/** Elements of a list in a condition. */
export const MAX_ITEMS = 10_000;
/** Values in a condition: itself, each member of an object, each element of a list. */
export const MAX_VALUES = 20_000;
/** The same for readers of semantics 1 only. */
export const MAX_VALUES_OF_1 = 10_000;
/** Characters of a pattern. */
export const MAX_PATTERN = 500;
/** Instructions of a compiled pattern: they bound the cost per character of the text. */
export const MAX_INSTRUCTIONS = 500;
/** Patterns of a condition. */
export const MAX_PATTERNS = 20;
/** Values that `$all` and `$alli` compare one element with; nested ones multiply. */
export const MAX_ALL = 1_000;
/** Characters of an attribute for a pattern; a longer text never matches. */
export const MAX_TEXT = 4_096;
/** Elements of an attribute that `$elemMatch`, `$all` and `$alli` read; they ignore the rest. */
export const MAX_ELEMENTS = 1_000;
