import type { Block } from './blocks.ts';
import type { ClusterReport } from './report-input.ts';
import { changesSection } from './sections/changes.ts';
import { coverSection } from './sections/cover.ts';
import { exceptionsSection } from './sections/exceptions.ts';
import { findingsSection } from './sections/findings.ts';
import { frameworksSection } from './sections/frameworks.ts';
import { integritySection } from './sections/integrity.ts';
import { managementSection } from './sections/management.ts';
import { podSecuritySection } from './sections/pod-security.ts';
import { populationSection } from './sections/population.ts';
import { resultsSection } from './sections/results.ts';
import { scopeSection } from './sections/scope.ts';

/** The report on one cluster, in the order in which an auditor reads it. */
export function clusterReport(report: ClusterReport): readonly Block[] {
  return [
    ...coverSection(report),
    { kind: 'pageBreak' },
    ...managementSection(report),
    { kind: 'pageBreak' },
    ...scopeSection(report),
    ...populationSection(report),
    ...resultsSection(report),
    ...findingsSection(report),
    ...exceptionsSection(report),
    ...frameworksSection(report),
    ...podSecuritySection(report),
    ...changesSection(report),
    { kind: 'pageBreak' },
    ...integritySection(report),
  ];
}
