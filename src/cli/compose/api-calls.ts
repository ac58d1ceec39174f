import type { ApiCall, Provider } from '../../core/provider.ts';
import type { Redact } from '../../core/redact.ts';
import type { StoreWriter } from '../../store/api.ts';
import { redacted } from './probing.ts';

export interface ApiCallOptions {
  readonly writer: Pick<StoreWriter, 'observe'>;
  readonly provider: Provider;
  readonly target: string;
  readonly redact: Redact;
  readonly run?: number;
  readonly instance?: number;
}

/** Every attempt at every call of the provider's API becomes an observation of its operation. */
export function recordApiCalls({ writer, provider, target, redact, run, instance }: ApiCallOptions): (call: ApiCall) => void {
  const instrument = { name: 'provider-api', version: provider.version, params: { provider: provider.name } };
  return ({ operation, at, tookUs, attempt, outcome, code, evidence }) => {
    const succeeded = outcome === 'ok' || outcome === 'slow';
    const measurement = {
      at,
      tookUs,
      outcome,
      instrument,
      samples: succeeded ? [{ metric: 'api_call_duration_seconds', tags: { operation }, value: tookUs / 1e6 }] : [],
      ...(code === undefined ? {} : { code }),
      ...(evidence === undefined ? {} : { evidence }),
    };
    writer.observe({
      ...redacted(measurement, redact),
      subject: { kind: 'api_call', key: operation },
      target,
      attempt,
      ...(run === undefined ? {} : { run }),
      ...(instance === undefined ? {} : { instance }),
    });
  };
}
