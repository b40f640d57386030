import type { Pod } from '../../../model/snapshot.ts';
import { type Entrance, type EntranceBackend, entranceText, type OriginClaim } from './entrance.ts';
import type { PacketSource } from './packet-source.ts';
import { workloadText } from './service-backends.ts';

/** Entrances to the pods of a workload, by the workload. */
export type EntrancesTo = ReadonlyMap<string, readonly EntranceTo[]>;

export type EntranceTo = { readonly entrance: Entrance; readonly backend: EntranceBackend };

export function entrancesByWorkload(entrances: readonly Entrance[]): EntrancesTo {
  return Map.groupBy(
    entrances.flatMap((entrance) => entrance.backends.map((backend) => ({ entrance, backend }))),
    ({ backend }) => workloadText(backend.workload),
  );
}

/** Who can knock at pods that take requests for others: whoever gets to these pods. */
export function proxyClaims(pods: readonly Pod[], entrances: EntrancesTo): readonly OriginClaim[] {
  const owners = [...new Set(pods.map(({ owner }) => workloadText(owner)))];
  const several = owners.length > 1 ? `one of ${owners.join(', ')}` : undefined;
  const leading = owners.flatMap((owner) => entrances.get(owner) ?? []);
  const claims = (['internet', 'vpc'] as const).flatMap((from): readonly OriginClaim[] => {
    const ways = leading.filter(({ entrance }) => entrance.from === from);
    const open = ways.filter(({ backend }) => backend.verdict !== 'denied');
    const sure = open.find(
      ({ entrance, backend }) => entrance.certainty === 'yes' && backend.verdict === 'allowed',
    );
    const [some = sure] = open;
    if (some === undefined) return [];
    const chosen = sure ?? some;
    const isSure = sure !== undefined && several === undefined;
    return [{ from, certainty: isSure ? 'yes' : 'undefined', why: wayText(chosen, several) }];
  });
  if (claims.length > 0) return claims;
  const why = `no entrance leads to ${owners.join(', ')}`;
  return [{ from: 'cluster', certainty: 'yes', why }];
}

export function proxySource(pods: readonly Pod[]): PacketSource {
  const owners = [...new Set(pods.map(({ owner }) => workloadText(owner)))];
  return { kind: 'pods', text: `pods of ${owners.join(', ')}`, pods };
}

function wayText({ entrance, backend }: EntranceTo, several: string | undefined): string {
  const to = several ?? workloadText(backend.workload);
  const doubt = backend.verdict === 'allowed' ? entrance.why : backend.reason;
  return `${entranceText(entrance)} leads to ${to}: ${doubt}`;
}
