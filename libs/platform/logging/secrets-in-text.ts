// Greedy up to the last '@' before a space: a password may hold '@' and '/' where somebody forgot to encode them.
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/?#@"']*):[^\s"']*@/gi;
const PASSWORD_PARAMETER = /([?&]password=)[^&\s"']+/gi;
const API_KEY = /\b(assay_[0-9a-f]{32}_)[\w-]+/g;

/** The text without passwords of URLs and without API keys: messages of libraries quote what they were given. */
export function withoutSecrets(text: string): string {
  return text
    .replace(URL_PASSWORD, '$1:[secret]@')
    .replace(PASSWORD_PARAMETER, '$1[secret]')
    .replace(API_KEY, '$1[secret]');
}
