import { describe, expect, test } from '@jest/globals';
import {
  isPrivateAddress,
  resolveHost,
} from '../functions/platform/kubernetes/endpoint-address.ts';

describe('an address', () => {
  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.49.2',
    '100.64.0.1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each(['127.0.0.1', '::1', '172.32.0.1', '8.8.8.8', '100.128.0.1', '2001:db8::1'])(
    '%s is not',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );

  test('of a host is what the resolver says, and none for an unknown name', async () => {
    expect(await resolveHost('[::1]')).toEqual(['::1']);
    expect(await resolveHost('localhost')).toEqual(expect.arrayContaining(['127.0.0.1']));
    expect(await resolveHost('cluster.invalid')).toEqual([]);
  });
});
