import * as z from 'zod';
import {
  type Assessment,
  assessmentSchema,
  type ControlResult,
  controlResultSchema,
  findingSchema,
} from '../model/assessment.ts';

const controlText = controlResultSchema.pick({
  id: true,
  title: true,
  domain: true,
  severity: true,
  rationale: true,
  remediation: true,
  mappings: true,
});

const explainedFinding = findingSchema.extend({ control: controlText.optional() });

/**
 * The findings of one scan of one cluster for other tools. It stands alone: each finding brings
 * the texts of its control, and what could not be evaluated is in it too.
 */
export const findingsFileSchema = z.strictObject({
  version: z.literal(2),
  ...assessmentSchema.pick({
    tool: true,
    catalogue: true,
    snapshotDigest: true,
    scanId: true,
    cluster: true,
    clusterArn: true,
    kubernetesVersion: true,
    source: true,
    takenAt: true,
    score: true,
    netScore: true,
    domainScores: true,
  }).shape,
  findings: z.array(explainedFinding),
  /** What the `exceptionId` of a finding leads to. */
  exceptions: assessmentSchema.shape.exceptions,
  frameworks: assessmentSchema.shape.frameworks,
  changes: z.strictObject({
    previousScanId: z.string().optional(),
    new: z.array(z.string()).describe('Fingerprints of findings above.'),
    reopened: z.array(z.string()).describe('Fingerprints of findings above.'),
    resolved: z.array(explainedFinding),
    notComparable: z.array(explainedFinding),
  }),
  notEvaluated: z.array(controlResultSchema),
  gaps: assessmentSchema.shape.gaps,
});

type FindingsFile = Readonly<z.infer<typeof findingsFileSchema>>;

export function findingsJson(assessment: Assessment): FindingsFile {
  const { changes, results } = assessment;
  const texts = new Map(results.map((result) => [result.id, controlTextOf(result)]));
  const explained = (finding: Assessment['findings'][number]) => {
    const control = texts.get(finding.controlId);
    return control === undefined ? finding : { ...finding, control };
  };
  return {
    version: 2,
    ...header(assessment),
    findings: assessment.findings.map(explained),
    exceptions: assessment.exceptions,
    frameworks: assessment.frameworks,
    changes: {
      ...(changes.previous === undefined ? {} : { previousScanId: changes.previous.scanId }),
      new: changes.new.map(({ fingerprint }) => fingerprint),
      reopened: changes.reopened.map(({ fingerprint }) => fingerprint),
      resolved: changes.resolved.map(explained),
      notComparable: changes.notComparable.map(explained),
    },
    notEvaluated: results.filter(({ isEvaluated }) => !isEvaluated),
    gaps: assessment.gaps,
  };
}

function header(assessment: Assessment) {
  const { clusterArn, kubernetesVersion } = assessment;
  return {
    tool: assessment.tool,
    catalogue: assessment.catalogue,
    snapshotDigest: assessment.snapshotDigest,
    scanId: assessment.scanId,
    cluster: assessment.cluster,
    ...(clusterArn === undefined ? {} : { clusterArn }),
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    source: assessment.source,
    takenAt: assessment.takenAt,
    score: assessment.score,
    netScore: assessment.netScore,
    domainScores: assessment.domainScores,
  };
}

function controlTextOf(result: ControlResult): z.infer<typeof controlText> {
  const { id, title, domain, severity, rationale, remediation, mappings } = result;
  return { id, title, domain, severity, rationale, remediation, mappings };
}
