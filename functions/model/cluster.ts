import * as z from 'zod';

/** One path segment of a store key: no slash, no leading dot, nothing a shell or S3 treats specially. */
const keySegment = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'expected letters, digits, ".", "_" or "-"');

/** Identifies a scan and sorts by time, for example `20261123T134500123Z`. */
export const scanIdSchema = keySegment.describe('a scan id');

/** A cluster's place in the fleet. Clusters outside AWS have account and region `local`. */
export const clusterRefSchema = z.strictObject({
  account: keySegment,
  region: keySegment,
  name: keySegment,
});

export type ClusterRef = Readonly<z.infer<typeof clusterRefSchema>>;

/** `account/region/name`: how a cluster is named in logs, errors and fingerprints. */
export function clusterId({ account, region, name }: ClusterRef): string {
  return `${account}/${region}/${name}`;
}

/** The scan id for a point in time, to the millisecond, in UTC. */
export function scanIdAt(time: Date): string {
  return time.toISOString().replace(/[-:.]/g, '');
}
