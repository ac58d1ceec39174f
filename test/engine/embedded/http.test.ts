import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../fakes/self-signed.ts';
import { runScript, valuesOf, type Ran } from './run-script.ts';
import { targetServer, type TargetServer } from './target-server.ts';

let target: TargetServer;
let secure: TargetServer;
let silent: Server;

beforeAll(async () => {
  target = await targetServer();
  secure = await targetServer(selfSigned());
  silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  await target.close();
  await secure.close();
  silent.close();
});

/** Runs `body` in one iteration of a script that has `http`, `t(fn)` (what fn throws, as text) and `say`. */
function inIteration(body: string, options = '{}', before = ''): Promise<Ran> {
  const silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  return runScript(
    `// @ts-nocheck
    import http from 'k6/http'; import exec from 'k6/execution'; import { check, group, sleep } from 'k6';
    export const options = ${options};
    const t = (run) => { try { return run(); } catch (error) { return String(error); } };
    const say = (value) => console.log(JSON.stringify(value));
    const { URL, TLS, SILENT } = __ENV;
    ${before}
    export default async function () { ${body} }`,
    { env: { URL: target.url, TLS: secure.url, SILENT: silentUrl } },
  );
}

const NINE = [
  'http_reqs',
  'http_req_duration',
  'http_req_blocked',
  'http_req_connecting',
  'http_req_tls_handshaking',
  'http_req_sending',
  'http_req_waiting',
  'http_req_receiving',
  'http_req_failed',
];

describe('samples of a request', () => {
  it('are nine, in order, at its end, with the tags of k6', async () => {
    const ran = await inIteration(`const r = http.get(URL + '/slow/60?x=1', { tags: { target: 'api' } }); say([Date.now(), r.timings]);`);
    const points = ran.points.filter(({ metric }) => metric.startsWith('http_'));
    expect(points.map(({ metric }) => metric)).toEqual(NINE);
    expect(new Set(points.map(({ time }) => time)).size).toBe(1);
    for (const { tags } of points) {
      expect(tags).toEqual({
        group: '',
        scenario: 'default',
        target: 'api',
        method: 'GET',
        status: '200',
        proto: 'HTTP/1.1',
        url: `${target.url}/slow/60?x=1`,
        name: `${target.url}/slow/60?x=1`,
        expected_response: 'true',
      });
    }
    const [now, timings] = ran.said[0] as [number, { [phase: string]: number }];
    expect(Math.abs(Date.parse(points[0]?.time ?? '') - now)).toBeLessThan(100);
    const value = Object.fromEntries(points.map((point) => [point.metric.replace('http_req_', ''), point.value]));
    // Duration is without the time to connect; a plain connection has no handshake.
    expect(value['duration']).toBeCloseTo((value['sending'] ?? 0) + (value['waiting'] ?? 0) + (value['receiving'] ?? 0), 6);
    expect(value['waiting']).toBeGreaterThanOrEqual(55);
    expect(value['blocked']).toBeGreaterThanOrEqual(value['connecting'] ?? 0);
    expect(value['connecting']).toBeGreaterThan(0);
    expect(value['tls_handshaking']).toBe(0);
    expect(timings).toMatchObject({ duration: value['duration'], waiting: value['waiting'], looking_up: 0 });
    expect(valuesOf(ran, 'data_sent')[0]).toBeGreaterThan(60);
    expect(valuesOf(ran, 'data_received')[0]).toBeGreaterThan(60);
  });

  it('show a connection that is used again as no time to connect, and a handshake where there is one', async () => {
    const before = { plain: target.seen.connections, tls: secure.seen.connections };
    const ran = await inIteration(`for (const url of [URL, URL, TLS, TLS]) http.get(url + '/echo');`, '{ insecureSkipTLSVerify: true }');
    const connecting = valuesOf(ran, 'http_req_connecting');
    expect(connecting.map((ms) => ms > 0)).toEqual([true, false, true, false]);
    expect(valuesOf(ran, 'http_req_tls_handshaking').map((ms) => ms > 0)).toEqual([false, false, true, false]);
    expect(ran.points.find(({ metric, tags }) => metric === 'http_reqs' && tags['url']?.startsWith('https'))?.tags['tls_version']).toBe(
      'tls1.3',
    );
    expect(target.seen.connections - before.plain).toBe(1);
    expect(secure.seen.connections - before.tls).toBe(1);
  });

  it('open a connection each without reuse, or one an iteration', async () => {
    const before = target.seen.connections;
    await inIteration(`http.get(URL + '/echo'); http.get(URL + '/echo');`, '{ noConnectionReuse: true }');
    expect(target.seen.connections - before).toBe(2);
    await inIteration(`http.get(URL + '/echo'); http.get(URL + '/echo');`, '{ noVUConnectionReuse: true, iterations: 2 }');
    expect(target.seen.connections - before).toBe(4);
  });

  it('take names from tags, from http.url and from the address without its credentials', async () => {
    const ran = await inIteration(`
      http.get(URL + '/echo?1', { tags: { name: 'mine' } });
      http.get(http.url\`\${URL}/echo/\${7}\`);
      http.get(URL.replace('//', '//user:pass@') + '/echo');`);
    expect(ran.points.filter(({ metric }) => metric === 'http_reqs').map(({ tags }) => [tags['name'], tags['url']])).toEqual([
      ['mine', 'mine'],
      ['${}/echo/${}', '${}/echo/${}'],
      [target.url.replace('//', '//****:****@') + '/echo', target.url.replace('//', '//****:****@') + '/echo'],
    ]);
  });

  it('judge what was expected by default, by call, by script, or not at all', async () => {
    const ran = await inIteration(`
      http.get(URL + '/status/404');
      http.get(URL + '/status/404', { responseCallback: http.expectedStatuses(404, { min: 500, max: 599 }) });
      http.get(URL + '/status/503', { responseCallback: null });
      http.setResponseCallback(http.expectedStatuses({ min: 500, max: 599 }));
      http.get(URL + '/status/503');
      say([t(() => http.get(URL, { responseCallback: 5 })), t(() => http.expectedStatuses('x')), t(() => http.expectedStatuses())]);`);
    expect(ran.points.filter(({ metric }) => metric === 'http_reqs').map(({ tags }) => [tags['status'], tags['expected_response'], tags['error_code']])).toEqual([
      ['404', 'false', '1404'],
      ['404', 'true', '1404'],
      ['503', undefined, '1503'],
      ['503', 'true', '1503'],
    ]); // prettier-ignore
    expect(valuesOf(ran, 'http_req_failed')).toEqual([1, 0, 0]);
    expect(ran.said[0]).toEqual([
      expect.stringMatching(/responseCallback/),
      expect.stringMatching(/expectedStatuses/),
      expect.stringMatching(/at least one/),
    ]);
    expect(ran.summary.metrics['http_req_duration{expected_response:true}']).toBeDefined();
  });
});

describe('requests', () => {
  it('send every method, body and header', async () => {
    const ran = await inIteration(`
      const j = { headers: { 'X-Mine': 'yes' } };
      const all = [http.get(URL + '/echo', j), http.post(URL + '/echo', 'text', j), http.put(URL + '/echo', { b: 'ü&', a: [1, 'x y'] }), http.patch(URL + '/echo', new Uint8Array([1, 255]).buffer),
        http.del(URL + '/echo'), http.options(URL + '/echo'), http.request('propfind', URL + '/echo', 'b'), http.post(URL + '/echo', JSON.stringify({ a: 1 }), { headers: { 'content-type': 'application/json' } })];
      const head = http.head(URL + '/echo');
      say([all.map((r) => { const got = r.json(); return [got.method, got.body, got.headers['content-type'] ?? null, got.headers['x-mine'] ?? null]; }), head.status, head.body, all[0].request.method, all[1].request.body, all[0].json('headers.user-agent')]);`);
    expect(ran.said[0]).toEqual([
      [
        ['GET', '', null, 'yes'],
        ['POST', 'text', null, 'yes'],
        ['PUT', 'a=1&a=x+y&b=%C3%BC%26', 'application/x-www-form-urlencoded', null],
        ['PATCH', '\u0001ÿ', null, null],
        ['DELETE', '', null, null],
        ['OPTIONS', '', null, null],
        ['PROPFIND', 'b', null, null],
        ['POST', '{"a":1}', 'application/json', null],
      ],
      200,
      '',
      'GET',
      'text',
      expect.stringMatching(/^evenkeel\//),
    ]);
  });

  it('send files as a multipart form', async () => {
    const ran = await inIteration(
      `const r = http.post(URL + '/echo', { note: 'hi', file: http.file('content', 'a"b.txt', 'text/plain') }); say(r.json());`,
    );
    const got = ran.said[0] as { body: string; headers: { [name: string]: string } };
    const mark = /^multipart\/form-data; boundary=(\w+)$/.exec(got.headers['content-type'] ?? '')?.[1];
    expect(got.body).toBe(
      `--${mark}\r\nContent-Disposition: form-data; name="file"; filename="a\\"b.txt"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n` +
        `--${mark}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhi\r\n--${mark}--\r\n`,
    );
  });

  it('read bodies as text, bytes or not at all, and undo their encoding', async () => {
    const ran = await inIteration(`
      const bytes = http.get(URL + '/bytes', { responseType: 'binary' }).body;
      say([[...new Uint8Array(bytes)], http.get(URL + '/echo', { responseType: 'none' }).body, http.get(URL + '/status/204').body,
        ['gzip', 'deflate', 'br'].map((how) => http.get(URL + '/encoded/' + how).json('method')), http.get(URL + '/encoded/odd').body, t(() => http.get(URL + '/status/204').json()), t(() => http.get(URL + '/status/200').json()),
        http.get(URL + '/echo').headers['X-Twice'], http.get(URL + '/liar').error_code, t(() => http.get(URL + '/echo', { responseType: 'blob' }))]);`);
    expect(ran.said[0]).toEqual([
      [0, 1, 128, 255], null, null, ['GET', 'GET', 'GET'], 'not what it says', expect.stringMatching(/no body/), expect.stringMatching(/SyntaxError/),
      'one, two', 1701, expect.stringMatching(/responseType "blob"/),
    ]); // prettier-ignore
    const discarded = await inIteration(
      `say([http.get(URL + '/echo').body, http.get(URL + '/echo', { responseType: 'text' }).status]);`,
      '{ discardResponseBodies: true }',
    );
    expect(discarded.said).toEqual([[null, 200]]);
  });

  it('select from JSON as gjson does, in its simple part', async () => {
    const ran = await inIteration(`
      const r = { json: http.post(URL + '/echo', 'x').json };
      const res = http.get(URL + '/echo?a=1', { headers: { 'X-Dot.ted': 'd' } });
      say([res.json('method'), res.json('headers.x-dot\\\\.ted'), res.json('nothing.here'), t(() => res.json('a|b')), t(() => res.html())]);`);
    expect(ran.said[0]).toEqual(['GET', 'd', null, expect.stringMatching(/needs k6/), expect.stringMatching(/needs k6/)]);
  });

  it('follow redirects, each hop with its samples, and stop at the limit without an error', async () => {
    const ran = await inIteration(`
      const all = http.get(URL + '/redirect/9'); const over = http.get(URL + '/redirect/11'); const none = http.get(URL + '/redirect/2', { redirects: 0 });
      const seeOther = http.post(URL + '/redirect/1?code=303', 'body').json(); const kept = http.post(URL + '/redirect/1?code=307', 'body').json();
      say([[all.status, all.url], [over.status, over.url], none.status, none.headers.Location, [seeOther.method, seeOther.body], [kept.method, kept.body]]);`);
    expect(ran.said[0]).toEqual([
      [200, `${target.url}/echo`], [302, `${target.url}/redirect/1`], 302, '/redirect/1', ['GET', ''], ['POST', 'body'],
    ]); // prettier-ignore
    expect(valuesOf(ran, 'http_reqs').length).toBe(10 + 11 + 1 + 2 + 2);
  });

  it('keep cookies within one iteration, by path, and give them to a jar', async () => {
    const ran = await inIteration(
      `
      const cookieOf = (url, params) => http.get(URL + url, params).json('headers.cookie') ?? null;
      const fresh = cookieOf('/echo');
      const set = http.get(URL + '/cookie').cookies;
      const jar = http.cookieJar();
      jar.set(URL, 'mine', 'm');
      const said = [fresh, set.a[0].value, set.secret[0].http_only, cookieOf('/echo'), cookieOf('/deep/x'), cookieOf('/echo', { cookies: { a: 'other', b: { value: '9', replace: true } } }),
        cookieOf('/echo', { cookies: { a: { value: 'new', replace: true } } }), jar.cookiesForURL(URL + '/deep')];
      jar.delete(URL, 'mine'); said.push(cookieOf('/echo'));
      const own = new http.CookieJar(); own.set(URL, 'only', 'this'); said.push(cookieOf('/echo', { jar: own }));
      jar.clear(URL); said.push(cookieOf('/echo'));
      jar.set(URL, 'left', 'over');
      say(said);`,
      '{ iterations: 2 }',
    );
    const wanted = [null, '1', true, 'a=1; secret=4; mine=m', 'deep=2; a=1; secret=4; mine=m', 'a=1; secret=4; mine=m; b=9', 'a=new; secret=4; mine=m', { deep: ['2'], a: ['1'], secret: ['4'], mine: ['m'] }, 'a=1; secret=4', 'only=this', null]; // prettier-ignore
    expect(ran.said).toEqual([wanted, wanted]);
  });

  it('log in with basic auth, from params or address', async () => {
    const ran = await inIteration(
      `say([http.get(URL.replace('//', '//us%20er:pa:ss@') + '/echo').json('headers.authorization'), t(() => http.get(URL, { auth: 'digest' }))]);`,
    );
    expect(ran.said[0]).toEqual([`Basic ${Buffer.from('us er:pa:ss').toString('base64')}`, expect.stringMatching(/"digest" needs k6/)]);
  });

  it('send many at a time, in order, within the limits', async () => {
    target.seen.most = 0;
    const ran = await inIteration(
      `
      const list = http.batch(Array.from({ length: 8 }, (_, n) => ['GET', URL + '/slow/80?n=' + n]));
      const map = http.batch({ a: URL + '/echo', b: { method: 'POST', url: URL + '/echo', body: 'B' } });
      say([list.map((r) => r.json('path')), map.a.json('method'), map.b.json('body')]);`,
      '{ batch: 20, batchPerHost: 3 }',
    );
    expect(ran.said[0]).toEqual([Array.from({ length: 8 }, (_, n) => `/slow/80?n=${n}`), 'GET', 'B']);
    expect(target.seen.most).toBe(3);
  });

  it('go on while others wait, with asyncRequest', async () => {
    const ran = await inIteration(`
      const slow = http.asyncRequest('GET', URL + '/slow/150'); const fast = http.asyncRequest('POST', URL + '/echo', 'now');
      const order = []; slow.then(() => order.push('slow')); fast.then(() => order.push('fast'));
      const [a, b] = await Promise.all([slow, fast]);
      let refused; try { await http.asyncRequest('GET', URL, null, { timeout: 'x' }); } catch (error) { refused = String(error); }
      say([order, a.status, b.json('body'), refused]);`);
    expect(ran.said[0]).toEqual([['fast', 'slow'], 200, 'now', expect.stringMatching(/timeout/)]);
    expect(ran.result.iterations).toBe(1);
  });

  it('block only the VU that sends them', async () => {
    const ran = await runScript(
      `import http from 'k6/http'; export const options = { scenarios: { s: { executor: 'per-vu-iterations', vus: 4, iterations: 1 } } };
       export default function () { http.get(__ENV.URL + '/slow/400'); }`,
      { env: { URL: target.url } },
    );
    const total = valuesOf(ran, 'iteration_duration').reduce((sum, ms) => sum + ms, 0);
    expect(ran.summary.state.testRunDurationMs).toBeLessThan(total * 0.75);
  });
});

describe('requests that fail', () => {
  it('have status 0, the code and text of k6, a warning, and samples', async () => {
    const closed = createServer();
    closed.listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const refused = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`;
    closed.close();
    const ran = await inIteration(`
      const all = ['${refused}', URL + '/reset', URL + '/broken', 'http://no-such-host.invalid/', TLS + '/echo', TLS.replace('https', 'http') + '/echo', URL.replace('http', 'https') + '/echo'].map((url) => http.get(url));
      all.push(http.get(SILENT, { timeout: '150ms' }), http.get(URL + '/slow/900', { timeout: 100 }));
      say([all.map((r) => [r.status, r.error_code, r.error !== '', r.body]), t(() => http.get('${refused}', { throw: true }))]);`);
    const [all, thrown] = ran.said[0] as [[number, number, boolean, unknown][], string];
    const codes = all.map(([, code]) => code);
    expect(all.every(([status, , hasError, body]) => status === 0 && hasError && body === null)).toBe(true);
    expect([codes[0], codes[1], codes[2]]).toEqual([1212, 1220, 1000]);
    expect([1100, 1101]).toContain(codes[3]);
    expect(codes[4]).toBe(1310);
    expect(codes[6]).toBe(1301);
    expect(codes.slice(7)).toEqual([1050, 1050]);
    expect(thrown).toMatch(/GET "http:.*dial: connection refused/);
    const tags = ran.points.filter(({ metric }) => metric === 'http_reqs').map((point) => point.tags);
    expect(tags[0]).toMatchObject({ status: '0', error_code: '1212', error: 'dial: connection refused', expected_response: 'false' });
    expect(tags[0]).not.toHaveProperty('proto');
    expect(tags.length).toBe(all.length + 1);
    expect(valuesOf(ran, 'http_req_failed')).toEqual(tags.map(() => 1));
    expect(ran.log.filter(({ level, msg }) => level === 'warning' && msg.startsWith('Request Failed')).length).toBe(all.length);
  });

  it('may have an address that is none: with samples, unless it cannot even be read', async () => {
    const ran = await inIteration(`
      say([['nonsense', 'ftp://127.0.0.1/', '', 'http://', 'http://[::1'].map((url) => { const r = http.get(url); return [r.error_code, r.error]; }), t(() => http.get('nonsense', { throw: true }))]);`);
    expect(ran.said[0]).toEqual([
      [
        [1000, 'unsupported protocol scheme ""'],
        [1000, 'unsupported protocol scheme "ftp"'],
        [1000, 'unsupported protocol scheme ""'],
        [1000, 'http: no Host in request URL'],
        [1020, 'invalid URL'],
      ],
      expect.stringMatching(/unsupported protocol scheme/),
    ]);
    expect(valuesOf(ran, 'http_reqs').length).toBe(5);
    expect(valuesOf(ran, 'http_req_duration')).toEqual([0, 0, 0, 0, 0]);
  });

  it('refuses params that make no sense, and counts no request for them', async () => {
    const ran = await inIteration(`
      say([5, { timeout: 'soon' }, { redirects: 'x' }, { tags: { a: {} } }, { compression: 'zip' }].map((params) => t(() => http.get(URL, params))));`);
    expect(ran.said[0]).toEqual(
      ['an object', 'timeout', 'redirects', 'tag "a"', 'compression'].map((word) => expect.stringContaining(word) as string),
    );
    expect(valuesOf(ran, 'http_reqs')).toEqual([]);
  });

  it('may be a header that HTTP does not allow', async () => {
    const ran = await inIteration(`say(http.get(URL + '/echo', { headers: { 'bad header': 'x' } }).error_code);`);
    expect(ran.said).toEqual([1000]);
  });
});
