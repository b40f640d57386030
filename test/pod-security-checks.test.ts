import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { securityChecks } from '../functions/assess/pods/standards/security-checks.ts';
import { violationsOf } from '../functions/assess/pods/standards/standards.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { rawPodSpec } from '../functions/snapshot/projections/raw-pod-spec.ts';

/*
 * A file holds the cases of the check that it is named after: at each of the versions `at` it finds
 * `details` in a pod, or nothing where there are none.
 */

const folder = join(import.meta.dirname, 'standards');

const cases = z.array(
  z.strictObject({
    case: z.string(),
    /** The N of v1.N. */
    at: z.array(z.number()).min(1),
    /** The level of the check, if nothing else is said. */
    level: z.literal('restricted').optional(),
    annotations: z.record(z.string(), z.string()).default({}),
    spec: rawPodSpec.strict().default({}),
    details: z.array(z.string()).default([]),
    /** `path=value`. */
    evidence: z.array(z.string()).optional(),
  }),
);

const files = readdirSync(folder).sort();

test('every check has cases, and no other', () => {
  expect(files).toEqual(securityChecks.map(({ id }) => `${id}.yaml`).sort());
});

describe.each(securityChecks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const given = cases.parse(parse(readFileSync(join(folder, `${id}.yaml`), 'utf8')));
  const versioned = given.flatMap((one) => one.at.map((minor) => ({ ...one, minor })));

  test.each(versioned)('$case, v1.$minor', ({ level, minor, annotations, details, ...one }) => {
    const spec = podSpecOf({ containers: [{ name: 'app' }], ...one.spec });
    const found = violationsOf({ annotations, spec }, level ?? check.level, minor).find(
      (violation) => violation.check === id,
    );
    expect(found?.details ?? []).toEqual(details);
    if (one.evidence === undefined) return;
    expect(found?.evidence.map(({ path, value }) => `${path}=${value}`)).toEqual(one.evidence);
  });

  test('is asked at the first version of each of its rules, and at the one before', () => {
    const asked = new Set(versioned.map(({ minor }) => minor));
    const gates = check.versions.flatMap(({ since }) => (since === 0 ? [0] : [since - 1, since]));
    expect(gates.filter((minor) => !asked.has(minor))).toEqual([]);
  });
});
