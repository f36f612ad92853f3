/** The words of a field that takes several, with spaces or commas between. */
export const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');
