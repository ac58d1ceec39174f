import { check } from 'k6';
import exec from 'k6/execution';
import http, { type RefinedParams, type RefinedResponse } from 'k6/http';
import type { ActResult } from './act-result.ts';
import { mirror } from './mirrors.ts';
import { setting } from './settings.ts';

/** What a script may ask for: a job on an instance that the run has rented, a probe of the config, one more instance. */
export type Act = { readonly act: 'job' | 'probe'; readonly name: string } | { readonly act: 'provision' };

type Answer =
  | { readonly state: 'noop' }
  | { readonly state: 'running'; readonly id: string }
  | ({ readonly state: 'done'; readonly id: string } & ActResult);

const address = setting('EVK_GATEWAY');
const anyStatus = http.expectedStatuses({ min: 100, max: 599 });

/** Longest that the gateway holds one question, seconds; it answers sooner when the act is over. */
const WAIT_S = 20;

// Acts asked for within the current iteration: part of the key under which the gateway carries out each only once.
let acts = { iteration: -1, workload: '', asked: 0 };

/**
 * Asks the run for one act and waits until it is over. The answer's values go into the `evk_…` metrics, and a check
 * tells whether it succeeded. Null: this VU's share of the work is done. Throws only when the gateway itself fails.
 */
export function act(wanted: Act): ActResult | null {
  const body = JSON.stringify({ ...wanted, ...key() });
  let answer = read(http.post(`${address}/acts`, body, fixed({ 'Content-Type': 'application/json' })), 'POST /acts');
  while (answer.state === 'running') {
    answer = read(http.get(`${address}/acts/${answer.id}?wait=${WAIT_S}`, fixed({})), 'GET /acts');
  }
  if (answer.state === 'noop') return null;
  const tags = { act: wanted.act, name: wanted.act === 'provision' ? 'provision' : wanted.name };
  mirror(answer, tags);
  if (answer.outcome !== 'unknown') check(answer, { 'act succeeded': ({ outcome }) => outcome !== 'failed' }, tags);
  return answer;
}

/** For setup(): stops the execution before its first iteration when the gateway is not there or refuses the token. */
export function reachGateway(): void {
  const response = http.get(`${address}/acts/none`, fixed({}));
  // An act of that name never exists, and only who is let in is told so.
  if (response.status !== 404) throw new Error(failure(response, 'GET /acts'));
}

function key(): { readonly vu: number; readonly iteration: number; readonly n: number } {
  const iteration = exec.vu.iterationInScenario;
  const workload = exec.scenario.name;
  if (acts.iteration !== iteration || acts.workload !== workload) acts = { iteration, workload, asked: 0 };
  const n = acts.asked;
  acts.asked += 1;
  return { vu: exec.vu.idInTest, iteration, n };
}

/** Every parameter that the options of a script could bend is given with each call. */
function fixed(headers: { readonly [name: string]: string }): RefinedParams<'text'> & { readonly throw: boolean } {
  return {
    headers: { ...headers, Authorization: `Bearer ${setting('EVK_TOKEN')}` },
    // The tag tells these calls from those to a target; the name keeps ids out of the tags.
    tags: { evk_gateway: '1', name: 'gateway' },
    responseType: 'text',
    responseCallback: anyStatus,
    redirects: 0,
    throw: false,
    timeout: '70s',
  };
}

function read(response: RefinedResponse<'text'>, call: string): Answer {
  if (response.status !== 200 && response.status !== 202) throw new Error(failure(response, call));
  return response.json() as unknown as Answer;
}

function failure(response: RefinedResponse<'text'>, call: string): string {
  const reason = response.status === 0 ? response.error : `${response.status} ${response.body ?? ''}`;
  return `the gateway of Evenkeel did not carry out ${call}: ${reason.trim()}`;
}
