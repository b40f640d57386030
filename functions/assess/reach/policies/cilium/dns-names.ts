import * as z from 'zod';
import { anyPeer, everyPeerOf, unknownBecause } from '../conditions.ts';
import {
  child,
  type Field,
  faultsOf,
  isMissing,
  isObjectField,
  joinedFaults,
  malformed,
  type Reading,
  readAs,
} from '../field.ts';
import type { Peers } from '../policy.ts';

const dnsName = z
  .string()
  .max(255)
  .regex(/^[-a-zA-Z0-9_.]+$/);
const dnsPattern = z
  .string()
  .max(255)
  .regex(/^[-a-zA-Z0-9_.*]+$/);

/** The peers of an item of `toFQDNs`. */
export function dnsNamePeers(item: Field): Peers {
  const faults = faultsOf(item, ['matchName', 'matchPattern']);
  const [name, pattern] = [child(item, 'matchName'), child(item, 'matchPattern')];
  if (isMissing(name) === isMissing(pattern)) {
    return unknownBecause(
      isObjectField(item)
        ? malformed(item, 'needs either matchName or matchPattern')
        : joinedFaults(faults),
    );
  }
  const peers = isMissing(pattern)
    ? peersOf(readAs(name, dnsName, 'a DNS name'), (text) => ({ op: 'dnsName', pattern: text }))
    : peersOf(readAs(pattern, dnsPattern, 'a DNS name with or without *'), patternPeers);
  return everyPeerOf([peers, ...faults.map(unknownBecause)]);
}

function peersOf(reading: Reading<string>, named: (text: string) => Peers): Peers {
  if ('why' in reading) return unknownBecause(reading.why);
  return named(reading.value.toLowerCase().replace(/\.$/, ''));
}

/**
 * "* within a domain allows 0 or more valid DNS characters, except for the . separator", "* alone
 * matches all names", and "**." at the front stands for "all cascaded subdomains" (Layer 3
 * Policies). Stars in a row are one star.
 */
function patternPeers(pattern: string): Peers {
  if (/^\*+$/.test(pattern)) return { op: 'dnsName', pattern: '*' };
  if (!pattern.includes('*')) return { op: 'dnsName', pattern };
  const below = /^\*{2,}\.(?<domain>.+)$/.exec(pattern)?.groups?.['domain'];
  if (below === undefined) {
    return { op: 'dnsName', pattern: pattern.replaceAll(/\*+/g, '*'), isWithinLabel: true };
  }
  return below.includes('*') ? mixedStars(pattern) : { op: 'dnsName', pattern: `*.${below}` };
}

/** Stars of both meanings in one pattern have no form of their own. */
function mixedStars(pattern: string): Peers {
  const text = `DNS names that match ${pattern}`;
  return anyPeer([
    { op: 'symbol', text },
    everyPeerOf([{ op: 'dnsName', pattern: '*' }, unknownBecause(text)]),
  ]);
}
