import type { MetricType } from './sink.ts';

export type Operator = '<' | '<=' | '>' | '>=' | '==' | '===' | '!=';

export interface ThresholdExpression {
  readonly source: string;
  readonly method: string;
  readonly operator: Operator;
  readonly limit: number;
}

const GRAMMAR =
  /^\s*(count|rate|value|avg|min|max|med|p\(\s*\d+(?:\.\d+)?\s*\))\s*(<=|>=|===|==|!=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*$/;

const METHODS: { readonly [type in MetricType]: RegExp } = {
  counter: /^(?:count|rate)$/,
  gauge: /^value$/,
  rate: /^rate$/,
  trend: /^(?:avg|min|max|med|p\(.*\))$/,
};

/** `method operator number`. Throws SyntaxError for what is no such thing. */
export function parseThreshold(source: string): ThresholdExpression {
  const match = GRAMMAR.exec(source);
  if (match === null) throw new SyntaxError(`malformed threshold expression "${source}"`);
  const method = (match[1] as string).replaceAll(/\s/g, '');
  const percent = /^p\((.*)\)$/.exec(method)?.[1];
  if (percent !== undefined && Number(percent) > 100) {
    throw new SyntaxError(`malformed threshold expression "${source}": a percentile lies between 0 and 100`);
  }
  return { source, method, operator: match[2] as Operator, limit: Number(match[3]) };
}

export function fitsType(expression: ThresholdExpression, type: MetricType): boolean {
  return METHODS[type].test(expression.method);
}

export function holds({ operator, limit }: ThresholdExpression, value: number): boolean {
  if (operator === '<') return value < limit;
  if (operator === '<=') return value <= limit;
  if (operator === '>') return value > limit;
  if (operator === '>=') return value >= limit;
  if (operator === '!=') return value !== limit;
  return value === limit;
}

/** `metric{tag:value,…}` → the metric and the tags that a sample must carry. Throws SyntaxError. */
export function parseThresholdKey(key: string): { readonly metric: string; readonly tags: { readonly [name: string]: string } } {
  const match = /^([^{}]+)(?:\{(.*)\})?$/s.exec(key.trim());
  if (match === null) throw new SyntaxError(`malformed threshold key "${key}"`);
  const [, metric, suffix] = match as unknown as [string, string, string | undefined];
  if (suffix === undefined) return { metric: metric.trim(), tags: {} };
  const tags: { [name: string]: string } = {};
  for (const pair of suffix.split(',')) {
    if (pair.trim() === '') continue;
    const at = pair.indexOf(':');
    if (at < 0) throw new SyntaxError(`malformed threshold key "${key}": expected tag:value within the braces`);
    tags[bare(pair.slice(0, at))] = bare(pair.slice(at + 1));
  }
  return { metric: metric.trim(), tags };
}

function bare(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed;
}
