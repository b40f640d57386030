import { Bits } from '../../../functions/assess/reach/engine/bits.ts';
import { boxesAt, costOf, type End, type Groups, type Joint } from './joint.ts';
import type { StrandLayer } from './strand-layer.ts';

/** Of so many different rows each two are tried together. */
const pairedRowsMax = 150;

/**
 * Draws each asked pair of a layer with few lines: sources that may say the strand to the same
 * destinations are drawn as one joint, the greatest saving first (edge concentration).
 */
export function jointsOf(layer: StrandLayer, groups: Groups): readonly Joint[] {
  const candidates = candidatesOf(layer);
  const joints: Joint[] = [];
  let asked = layer.asked;
  for (;;) {
    const best = bestJoint(candidates, { ...layer, asked }, groups);
    if (best === undefined) break;
    joints.push(best);
    asked = withoutDrawn(asked, best, groups);
  }
  const rest = asked.flatMap((row, source) =>
    [...row].map((destination) => ({
      strand: layer.strand,
      sources: [{ kind: 'box', box: source } as const],
      destinations: [{ kind: 'box', box: destination } as const],
    })),
  );
  return [...joints, ...rest];
}

/** All sources that are valid for all destinations. */
type Candidate = { readonly sources: readonly number[]; readonly destinations: Bits };

function candidatesOf({ asked, valid }: StrandLayer): readonly Candidate[] {
  const rows = new Map(
    valid.flatMap((row, place) => (asked[place]?.isEmpty === false ? [[keyOf(row), row]] : [])),
  );
  const single = [...rows.values()];
  const sets = new Map(rows);
  if (single.length <= pairedRowsMax) {
    single.forEach((one, at) => {
      for (const other of single.slice(at + 1)) {
        const both = one.and(other);
        sets.set(keyOf(both), both);
      }
    });
  }
  return [...sets.values()]
    .filter((set) => !set.isEmpty)
    .map((destinations) => ({
      destinations,
      sources: valid.flatMap((row, place) => (destinations.minus(row).isEmpty ? place : [])),
    }));
}

function keyOf(bits: Bits): string {
  return [...bits].join();
}

function bestJoint(
  candidates: readonly Candidate[],
  layer: StrandLayer,
  groups: Groups,
): Joint | undefined {
  let best: Found | undefined;
  for (const candidate of candidates) {
    const found = jointIn(candidate, layer, groups);
    if (found.saving > (best?.saving ?? 0)) best = found;
  }
  return best?.joint;
}

type Found = { readonly joint: Joint; readonly saving: number };

/** The candidate without the ends that it has nothing to draw for. */
function jointIn(
  { sources, destinations }: Candidate,
  { strand, asked }: StrandLayer,
  groups: Groups,
): Found {
  const drawn = sources.map((source) => asked[source]?.and(destinations) ?? Bits.none);
  const from = sources.filter((_, at) => drawn[at]?.isEmpty === false);
  const to = [...Bits.union(drawn)];
  const joint = {
    strand,
    sources: endsOf(from, Bits.of(sources), groups),
    destinations: endsOf(to, destinations, groups),
  };
  const pairs = drawn.reduce((total, row) => total + row.size, 0);
  return { joint, saving: pairs - costOf(joint) };
}

/** A group is one end where all of it is valid and more than one of it is needed. */
function endsOf(needed: readonly number[], valid: Bits, groups: Groups): readonly End[] {
  const rest = new Set(needed);
  const ends: End[] = [];
  for (const [group, members] of groups) {
    const count = members.filter((member) => rest.has(member)).length;
    if (count < 2 || !members.every((member) => valid.has(member))) continue;
    for (const member of members) rest.delete(member);
    ends.push({ kind: 'all', group });
  }
  return [...ends, ...[...rest].map((box) => ({ kind: 'box', box }) as const)];
}

function withoutDrawn(asked: readonly Bits[], joint: Joint, groups: Groups): readonly Bits[] {
  const sources = new Set(boxesAt(joint.sources, groups));
  const destinations = Bits.of(boxesAt(joint.destinations, groups));
  return asked.map((row, source) => (sources.has(source) ? row.minus(destinations) : row));
}
