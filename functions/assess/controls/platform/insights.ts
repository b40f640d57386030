import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { oneLine } from '../../../model/one-line.ts';
import type { Insight } from '../../../model/platform-objects.ts';
import { judgeParts, unknown } from '../../../model/verdict.ts';

/**
 * EKS looks at every cluster once a day and keeps an insight where it found nothing, as PASSING: a
 * cluster without insights was not looked at yet.
 */
export const insights = control({
  id: 'CP-14',
  title: 'The insights of EKS find nothing wrong with the cluster',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'EKS itself found what blocks an upgrade or breaks the cluster, and a cluster that cannot be ' +
    'upgraded ends without security fixes.',
  remediation:
    'Look at each insight with aws eks describe-insight, which names the objects and clients, and ' +
    'follow its recommendation.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks list-insights --region REGION --cluster-name CLUSTER \\
  --filter statuses=ERROR,WARNING --query 'insights[].[id,category,name]' --output table
aws eks describe-insight --region REGION --cluster-name CLUSTER --id INSIGHT_ID`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:ListInsights'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    if (snapshot.insights.length === 0) return unknown('insights: EKS has none of the cluster yet');
    const isWrong = ({ status }: Insight): boolean => status === 'ERROR' || status === 'WARNING';
    const isOpen = (insight: Insight): boolean => insight.status !== 'PASSING' && !isWrong(insight);
    return judgeParts(
      {
        evidence: snapshot.insights.filter(isWrong).map((insight) => ({
          path: `insights[category=${insight.category},name=${oneLine(insight.name)}].status`,
          value: versioned(insight),
        })),
        missing: snapshot.insights
          .filter(isOpen)
          .map((insight) => `the insight ${oneLine(insight.name)}: ${versioned(insight)}`),
      },
      'cluster',
    );
  },
});

/** One insight is told for several versions, which share its name. */
function versioned({ status, kubernetesVersion }: Insight): string {
  return kubernetesVersion === undefined ? status : `${status} for ${kubernetesVersion}`;
}
