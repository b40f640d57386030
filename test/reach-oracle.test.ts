import { randomInt } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { otherPolicyReadIds } from '../functions/model/reads.ts';
import { type OracleProfile, oracleProfiles } from './reach-oracle/dialect.ts';
import { compared, reportOf, shrunk } from './reach-oracle/differential.ts';
import { countIn, type Tally } from './reach-oracle/tally.ts';

/*
 * The engine against a second evaluator that reads the specifications on its own, one packet at a
 * time. REACH_SEED=<number> asks the same random questions again; REACH_PROOF=full, which is what
 * npm run -s prove:reach sets, asks more than a hundred thousand.
 */

const isFull = process.env['REACH_PROOF'] === 'full';
const packetsPerCluster = 70;
const clusters = isFull ? { fixed: 60, random: 240 } : { fixed: 15, random: 35 };
/** How much of the full proof this run is. */
const share = (clusters.fixed + clusters.random) / 300;
/** All families act under the specification, so it takes more clusters to hear each of them. */
const weights: Partial<Record<OracleProfile, number>> = { spec: 3 };
const firstSeed = Number(process.env['REACH_SEED'] ?? randomInt(2 ** 31));
const tally: Tally = new Map();

function agree(profile: OracleProfile, seed: number): void {
  const comparison = compared(seed, profile, packetsPerCluster);
  if (comparison.mismatch !== undefined) throw new Error(reportOf(shrunk(comparison.mismatch)));
  countIn(tally, profile, comparison);
}

process.stdout.write(`REACH_SEED=${firstSeed}\n`);

describe.each(oracleProfiles)('under %s the engine and the naive evaluator agree', (profile) => {
  const weight = weights[profile] ?? 1;

  test('in clusters that are always the same', () => {
    for (let index = 0; index < clusters.fixed * weight; index += 1) agree(profile, index);
  });

  test(`in random clusters from seed ${firstSeed}`, () => {
    for (let index = 0; index < clusters.random * weight; index += 1) {
      agree(profile, firstSeed + index);
    }
  });
});

describe('the questions asked', () => {
  const timesOf = (name: string) => tally.get(name) ?? 0;

  test(`are more than ${100_000 * share}`, () => {
    const all = oracleProfiles.flatMap((profile) =>
      ['allowed', 'denied', 'undefined'].map((verdict) => timesOf(`${verdict} under ${profile}`)),
    );
    expect(all.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(100_000 * share);
  });

  test.each(oracleProfiles)('under %s have every answer, many times', (profile) => {
    expect(timesOf(`allowed under ${profile}`)).toBeGreaterThan(3_000 * share);
    expect(timesOf(`denied under ${profile}`)).toBeGreaterThan(1_000 * share);
    // A short run hears little of what is open, and the reading of external blocks knows nothing of it.
    const isAsked = isFull && profile !== 'external-ipblocks';
    expect(timesOf(`undefined under ${profile}`)).toBeGreaterThan(isAsked ? 8 : -1);
  });

  test.each(['networkpolicies', ...otherPolicyReadIds])('are often decided by %s', (kind) => {
    expect(timesOf(`decided by ${kind}`)).toBeGreaterThan(40 * share);
  });
});
