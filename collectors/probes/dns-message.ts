import { decode, encode, RECURSION_DESIRED, type Answer, type DecodedPacket } from 'dns-packet';

export const DNS_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const;

export interface DnsQuestion {
  /** 0 to 65535, drawn anew for each query: an answer to another query is not taken for this one's. */
  readonly id: number;
  readonly name: string;
  readonly type: (typeof DNS_TYPES)[number];
}

/** `other`: not an answer to this question, to be ignored. `broken`: an answer to it that cannot be read. */
export type DnsReading =
  | { readonly what: 'other' }
  | { readonly what: 'broken' }
  | {
      readonly what: 'answer';
      readonly rcode: string;
      readonly isTruncated: boolean;
      readonly records: readonly string[];
      readonly json: string;
    };

export function encodeQuery(question: DnsQuestion): Buffer {
  const { id, name, type } = question;
  return encode({ type: 'query', id, flags: RECURSION_DESIRED, questions: [{ name, type, class: 'IN' }] });
}

/** Reads what came back for `question`. Never throws, whatever the bytes. */
export function readAnswer(message: Buffer, question: DnsQuestion): DnsReading {
  const isAnswer = message.length >= 12 && ((message[2] ?? 0) & 0x80) !== 0;
  if (!isAnswer || message.readUInt16BE(0) !== question.id) return { what: 'other' };
  let packet: DecodedPacket;
  try {
    packet = decode(message);
  } catch {
    return { what: 'broken' };
  }
  // dns-packet adds these two; its types leave the first out.
  const { rcode } = packet as DecodedPacket & { readonly rcode: string };
  if (!isAsked(packet, question, rcode)) return { what: 'other' };
  const records = (packet.answers ?? []).filter((answer) => answer.type === question.type).map(recordText);
  return { what: 'answer', rcode, isTruncated: packet.flag_tc, records, json: packetText(packet) };
}

/** Servers leave the question out of an answer that only refuses. */
function isAsked(packet: DecodedPacket, question: DnsQuestion, rcode: string): boolean {
  const [asked, ...more] = packet.questions ?? [];
  if (asked === undefined) return rcode !== 'NOERROR';
  return more.length === 0 && asked.type === question.type && bare(asked.name) === bare(question.name);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** One record as people write it: `192.0.2.1`, `10 mail.example`, the joined strings of a TXT. */
function recordText(answer: Answer): string {
  const data: unknown = 'data' in answer ? answer.data : null;
  if (typeof data === 'string') return data;
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  if (Array.isArray(data)) return data.map(String).join('');
  return data === null || typeof data !== 'object' ? '' : Object.values(data).map(String).join(' ');
}

function packetText(packet: DecodedPacket): string {
  return JSON.stringify(packet, (_key, value: unknown) => {
    const isBytes = value !== null && typeof value === 'object' && 'type' in value && value.type === 'Buffer' && 'data' in value;
    return isBytes ? Buffer.from(value.data as number[]).toString('latin1') : value;
  });
}
