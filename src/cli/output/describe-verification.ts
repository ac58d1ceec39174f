import type { Verification } from '../../../reports/verify/verify-report.ts';

/** A line for each problem, then what became of all numbers. */
export function describeVerification({ claims, holds, differs, unknown, loose, problems }: Verification): string {
  const lines = problems.map(({ place, claim, message }) => `${place}: ${claim === null ? '' : `${claim}: `}${message}`);
  const parts = [
    `${holds} of ${counted(claims, 'number')} hold`,
    ...(differs === 0 ? [] : [`${differs} ${differs === 1 ? 'does' : 'do'} not`]),
    ...(unknown === 0 ? [] : [`${unknown} cannot be told`]),
    ...(loose === 0 ? [] : [`${counted(loose, 'numeral')} in the text ${loose === 1 ? 'is' : 'are'} not from the store`]),
  ];
  return [...lines, parts.join('; ')].map((line) => `${line}\n`).join('');
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
