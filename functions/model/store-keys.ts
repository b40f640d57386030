import type { ClusterRef } from './cluster.ts';

type ClusterScan = { readonly cluster: ClusterRef; readonly scanId: string };

const clusterPrefix = ({ account, region, name }: ClusterRef): string =>
  `clusters/${account}/${region}/${name}`;

const clusterScanPrefix = ({ cluster, scanId }: ClusterScan): string =>
  `${clusterPrefix(cluster)}/${scanId}`;

/** The layout of the store, the same on disk and in S3. Every key is made here. */
export const storeKeys = {
  targets: (scanId: string) => `scans/${scanId}/targets.json`,
  summary: (scanId: string) => `scans/${scanId}/summary.json`,
  notification: (scanId: string) => `scans/${scanId}/notification.json`,
  snapshot: (scan: ClusterScan) => `${clusterScanPrefix(scan)}/snapshot.json.gz`,
  assessment: (scan: ClusterScan) => `${clusterScanPrefix(scan)}/assessment.json`,
  findings: (scan: ClusterScan) => `${clusterScanPrefix(scan)}/findings.json`,
  reportPdf: (scan: ClusterScan) => `${clusterScanPrefix(scan)}/report.pdf`,
  manifest: (scan: ClusterScan) => `${clusterScanPrefix(scan)}/manifest.json`,
  latest: (cluster: ClusterRef) => `${clusterPrefix(cluster)}/latest.json`,
} as const;
