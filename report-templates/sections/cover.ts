import type { Assessment } from '../../functions/model/assessment.ts';
import { exceptionsInForce, toldNetScore } from '../../functions/model/exceptions-in-force.ts';
import type { Block, KeyValue } from '../blocks.ts';
import type { ClusterReport } from '../report-input.ts';
import { counted, scoreText, sourceWords, utc } from '../words.ts';

export function coverSection({ assessment }: ClusterReport): readonly Block[] {
  const { cluster, clusterArn, kubernetesVersion, catalogue, tool } = assessment;
  const arn: readonly KeyValue[] =
    clusterArn === undefined ? [] : [{ label: 'Cluster ARN', value: clusterArn, isCode: true }];
  return [
    {
      kind: 'title',
      product: 'Ringfence',
      title: 'Least-privilege audit report',
      subtitle: cluster.name,
    },
    {
      kind: 'keyValues',
      rows: [
        { label: 'Cluster', value: cluster.name },
        ...arn,
        { label: 'Account', value: cluster.account },
        { label: 'Region', value: cluster.region },
        { label: 'Kubernetes version', value: kubernetesVersion ?? 'Not known' },
        { label: 'Source', value: sourceWords[assessment.source] },
        ...scoreRows(assessment),
      ],
    },
    {
      kind: 'keyValues',
      rows: [
        { label: 'Point in time', value: utc(assessment.takenAt) },
        { label: 'Scan id', value: assessment.scanId, isCode: true },
        { label: 'Prepared by', value: `${tool.name} ${tool.version}, without manual steps` },
        { label: 'Catalogue version', value: catalogue.version },
        { label: 'Classification', value: 'Confidential: names weaknesses of the cluster' },
        { label: 'Language', value: 'English' },
      ],
    },
    {
      kind: 'paragraph',
      text:
        'This report describes the cluster at one point in time. It rests on the files that are ' +
        'listed with their digests on the integrity page. Reviewer and approver confirm with ' +
        'their signatures that they have read it, including the part that says what could not ' +
        'be seen.',
    },
    { kind: 'signatures', roles: ['Reviewer', 'Approver'] },
  ];
}

function scoreRows(assessment: Assessment): readonly KeyValue[] {
  const { score, exceptions } = assessment;
  const netScore = toldNetScore(assessment);
  const gross = { label: 'Score', value: scoreText(score) };
  if (netScore === undefined) return [gross];
  const inForce = counted(exceptionsInForce(exceptions).length, 'exception');
  return [gross, { label: 'Net score', value: `${scoreText(netScore)}, with ${inForce} in force` }];
}
