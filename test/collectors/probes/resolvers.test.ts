import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpointName } from '../../../collectors/probes/endpoint.ts';
import { parseDnsServer, perResolver, systemResolvers } from '../../../collectors/probes/resolvers.ts';

describe('parseDnsServer', () => {
  test.each([
    ['9.9.9.9', { host: '9.9.9.9', port: 53 }],
    ['9.9.9.9:5353', { host: '9.9.9.9', port: 5353 }],
    ['2620:fe::fe', { host: '2620:fe::fe', port: 53 }],
    ['[2620:fe::fe]:5353', { host: '2620:fe::fe', port: 5353 }],
    ['[::1]', { host: '::1', port: 53 }],
  ])('reads %s', (text, server) => {
    expect(parseDnsServer(text)).toEqual(server);
  });

  test.each(['', ':', '9.9.9', '9.9.9.9:', '9.9.9.9:0', '9.9.9.9:65536', '[9.9.9.9]:53', '[::1', '::1]:53', 'localhost', '9.9.9.9:5x'])(
    'refuses "%s"',
    (text) => {
      expect(parseDnsServer(text)).toBeUndefined();
    },
  );

  test('gives only addresses, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const server = parseDnsServer(text);
        expect(server === undefined || isIP(server.host) !== 0).toBe(true);
      }),
    );
  });
});

test('the resolvers of this machine are those of its resolv.conf', () => {
  const configured = [...readFileSync('/etc/resolv.conf', 'utf8').matchAll(/^nameserver[ \t]+(\S+)/gm)].map(([, address]) => address);
  for (const resolver of systemResolvers()) expect(parseDnsServer(resolver)).toBeDefined();
  expect(configured.length === 0 || systemResolvers()[0] === configured[0]).toBe(true);
});

describe('perResolver', () => {
  test('makes one probe of each resolver, the first under the configured name', () => {
    const probes = perResolver('resolver', { server: 'system', name: 'cloud.test' }, ['10.0.0.1', '10.0.0.2:5353']);
    expect(probes).toEqual([
      { name: 'resolver', settings: { server: '10.0.0.1', name: 'cloud.test' } },
      { name: 'resolver-2', settings: { server: '10.0.0.2:5353', name: 'cloud.test' } },
    ]);
  });

  test('leaves a named server, and a machine without resolvers, as they are', () => {
    const named = { server: '9.9.9.9' };
    expect(perResolver('quad9', named, ['10.0.0.1'])).toEqual([{ name: 'quad9', settings: named }]);
    expect(perResolver('resolver', { server: 'system' }, [])).toEqual([{ name: 'resolver', settings: { server: 'system' } }]);
  });
});

test('an endpoint is called by host and port, on loopback by the host alone', () => {
  expect(endpointName('cloud.test', 443)).toBe('cloud.test:443');
  expect(endpointName('[2620:fe::fe]', 443)).toBe('[2620:fe::fe]:443');
  expect(endpointName('127.0.0.1', 40_123)).toBe('127.0.0.1');
  expect(endpointName('[::1]', 40_123)).toBe('[::1]');
  expect(endpointName('localhost', 40_123)).toBe('localhost');
  expect(endpointName('127.cloud.test', 80)).toBe('127.cloud.test:80');
});
