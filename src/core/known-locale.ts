/** Whether Node's Unicode data know how this language (BCP 47) writes numbers. */
export function isKnownLocale(text: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
