import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export type Resolve = (host: string) => Promise<readonly string[]>;

/** The addresses of a host; none where the name is unknown, which connecting will tell. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [bare];
  const none = setTimeout(resolveTimeoutMs, [], { ref: false });
  const found = lookup(bare, { all: true }).then(
    (entries) => entries.map(({ address }) => address),
    () => [],
  );
  return await Promise.race([found, none]);
}

/** True for addresses that are routed only inside somebody's network, loopback apart. */
export function isPrivateAddress(address: string): boolean {
  return privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const privateNetworks = new BlockList();
privateNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
privateNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
privateNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
// Shared address space (RFC 6598): VPCs of EKS clusters use it for pods and endpoints.
privateNetworks.addSubnet('100.64.0.0', 10, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');

const resolveTimeoutMs = 3_000;
