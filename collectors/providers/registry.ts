import type { ProviderKind } from '../../src/core/provider.ts';
import { localProvider } from './local/adapter.ts';

/** Every cloud there is; a new one is a line here. */
export const providerKinds: readonly ProviderKind[] = [localProvider];
