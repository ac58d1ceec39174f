import type { ResourceKind } from './provider.ts';

/** Something that was, or may have been, created with a provider and is not known to be gone. */
export interface Owed {
  /** Its mark. */
  readonly name: string;
  readonly kind: ResourceKind;
  /** The provider's id; absent while the answer to its creation is not known. */
  readonly id?: string;
  /** Its order was sent and the answer was lost: it may still come to be, and the provider's list may show it late. */
  readonly isLate?: boolean;
}

/** The account of everything created. Each entry is durable when its promise resolves; rejections are HarnessError. */
export interface Ledger {
  /** Awaited before the provider is asked: what crashes in between is found again by its mark. */
  intend(resource: { readonly name: string; readonly kind: ResourceKind; readonly expiresAt: number }): Promise<void>;
  created(name: string, id: string): Promise<void>;
  releasing(name: string): Promise<void>;
  /** Seen to be gone. */
  gone(name: string): Promise<void>;
  /** Could not be seen to be gone, and why. */
  lost(name: string, reason: string): Promise<void>;
}
