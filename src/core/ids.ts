import type { Random } from './random.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Sorts by time, readable aloud: `20261125t101502-7kq2xw` (UTC second, then 30 random bits). */
export function timedUid(nowUs: number, random: Random): string {
  const stamp = new Date(nowUs / 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
  return `${stamp}-${randomText(6, random)}`;
}

/** `length` characters of Crockford's base 32. */
export function randomText(length: number, random: Random): string {
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * 32)]).join('');
}
