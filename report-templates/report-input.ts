import type { Assessment } from '../functions/model/assessment.ts';

/** SHA-256 of the files that stand beside the report in the store. */
type ReportDigests = {
  readonly snapshot: string;
  readonly assessment: string;
  readonly findings: string;
};

export type ClusterReport = {
  readonly assessment: Assessment;
  readonly digests: ReportDigests;
};
