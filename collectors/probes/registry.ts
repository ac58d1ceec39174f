import type { ProbeKind } from '../../src/core/probe.ts';
import { dnsProbe } from './dns-probe.ts';
import { httpProbe } from './http-probe.ts';
import { tcpProbe } from './tcp-probe.ts';

/** Every kind of probe there is; a new one is a line here. */
export const probeKinds: readonly ProbeKind[] = [dnsProbe, httpProbe, tcpProbe];
