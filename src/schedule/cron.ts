/** A five-field cron expression as sets; minute, hour, day of month, month (1–12), weekday (0 = Sunday). */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** As in crontab(5): with both days and weekdays restricted, either will do. */
  readonly eitherDay: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS = [
  { name: 'minute', min: 0, max: 59, names: [] as string[] },
  { name: 'hour', min: 0, max: 23, names: [] as string[] },
  { name: 'day', min: 1, max: 31, names: [] as string[] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'weekday', min: 0, max: 7, names: WEEKDAYS },
] as const;
const SHORTHAND: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

/** Throws SyntaxError that names the field. */
export function parseCron(text: string): Cron {
  const parts = (SHORTHAND[text.trim()] ?? text).trim().split(/\s+/);
  if (parts.length !== 5)
    throw new SyntaxError(`"${text}" is no cron expression: expected five fields (minute hour day month weekday), found ${parts.length}`);
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) => parseField(parts[index] ?? '', field, text));
  const cron = {
    minutes: minutes as Set<number>,
    hours: hours as Set<number>,
    days: days as Set<number>,
    months: months as Set<number>,
    weekdays: new Set([...(weekdays as Set<number>)].map((day) => day % 7)),
    eitherDay: parts[2] !== '*' && parts[4] !== '*',
  };
  if (!cron.eitherDay && ![...cron.months].some((month) => [...cron.days].some((day) => day <= longest(month)))) {
    throw new SyntaxError(`"${text}" never comes: no such day in these months`);
  }
  return cron;
}

/** Why it is no cron expression, or null. */
export function cronProblem(text: string): string | null {
  try {
    parseCron(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function parseField(text: string, field: (typeof FIELDS)[number], whole: string): Set<number> {
  const values = new Set<number>();
  const wrong = (): never => {
    throw new SyntaxError(
      `"${whole}" is no cron expression: ${field.name} "${text}" must be ${field.min}–${field.max}, *, a list, a range or a step`,
    );
  };
  const one = (token: string): number => {
    const named = (field.names as readonly string[]).indexOf(token.toLowerCase());
    const value = named >= 0 ? named + (field.name === 'month' ? 1 : 0) : /^\d+$/.test(token) ? Number(token) : Number.NaN;
    return value >= field.min && value <= field.max ? value : wrong();
  };
  for (const item of text.split(',')) {
    const [range = '', stepText, more] = item.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    if (more !== undefined || !Number.isInteger(step) || step < 1) wrong();
    const [low, high] = range === '*' ? [field.min, field.name === 'weekday' ? 6 : field.max] : range.split('-').map(one);
    if (low === undefined || range.split('-').length > 2) return wrong();
    const end = high ?? (stepText === undefined ? low : field.max);
    if (end < low) wrong();
    for (let value = low; value <= end; value += step) values.add(value);
  }
  return values;
}

function longest(month: number): number {
  return month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
