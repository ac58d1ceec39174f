/** Every call of a script to the gateway carries this tag (value `1`): its samples say nothing about a target, ingest drops them. */
export const GATEWAY_TAG = 'evk_gateway';

/** k6 metrics with this prefix mirror what a collector has measured and recorded; ingest drops them too. */
export const MIRROR_PREFIX = 'evk_';
