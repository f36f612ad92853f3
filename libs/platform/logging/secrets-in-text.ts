// Greedy up to the last '@' before a space: a password may contain unencoded '@' and '/'.
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/?#@"']*):[^\s"']*@/gi;
const PASSWORD_PARAMETER = /([?&]password=)[^&\s"']+/gi;
const API_KEY = /\b(assay_[0-9a-f]{32}_)[\w-]+/g;

/** Removes passwords of URLs, and API keys: messages of libraries quote their input. */
export function withoutSecrets(text: string): string {
  return text
    .replace(URL_PASSWORD, '$1:[secret]@')
    .replace(PASSWORD_PARAMETER, '$1[secret]')
    .replace(API_KEY, '$1[secret]');
}
