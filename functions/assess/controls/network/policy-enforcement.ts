import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown, type Verdict } from '../../../model/verdict.ts';
import { enforcement } from '../../reach/enforcement/enforcement.ts';

export const policyEnforcement = control({
  id: 'NET-05',
  title: 'Exactly one engine of the cluster enforces network policies',
  domain: 'network',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'Network policies that nothing enforces are stored and ignored, and two engines at once ' +
    'contradict each other.',
  remediation:
    'Set enableNetworkPolicy to "true" in the configuration of the vpc-cni add-on, or in Auto Mode ' +
    'enable-network-policy-controller in ConfigMap kube-system/amazon-vpc-cni; or install Calico, or ' +
    'Cilium without enable-policy=never, policy-audit-mode and enable-k8s-networkpolicy=false, and ' +
    'leave both off.',
  snippets: [
    {
      form: 'aws',
      text: `# The values replace those that are there: join them to what the first command shows.
aws eks describe-addon --region REGION --cluster-name CLUSTER --addon-name vpc-cni \\
  --query addon.configurationValues
aws eks update-addon --region REGION --cluster-name CLUSTER --addon-name vpc-cni \\
  --resolve-conflicts PRESERVE --configuration-values '{"enableNetworkPolicy":"true"}'`,
    },
    {
      form: 'cdk',
      text: `import { CfnAddon } from 'aws-cdk-lib/aws-eks';

new CfnAddon(this, 'VpcCni', {
  clusterName: 'CLUSTER',
  addonName: 'vpc-cni',
  resolveConflicts: 'PRESERVE',
  configurationValues: JSON.stringify({ enableNetworkPolicy: 'true' }),
});`,
    },
    {
      form: 'yaml',
      text: `# For EKS Auto Mode.
apiVersion: v1
kind: ConfigMap
metadata:
  name: amazon-vpc-cni
  namespace: kube-system
data:
  enable-network-policy-controller: "true"`,
    },
  ],
  subjectReads: [],
  judgementReads: ['daemonsets'],
  consultedReads: [
    'configmaps/kube-system/amazon-vpc-cni',
    'configmaps/kube-system/cilium-config',
    'eks:DescribeAddon',
    'eks:DescribeCluster',
  ],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const { engines, undetermined, switchedOff } = enforcement(snapshot);
    if (engines.length > 1) return failBy(engines.map(({ name }) => name));
    const [missing, ...more] = undetermined;
    if (missing !== undefined) return unknown(missing, ...more);
    return engines.length === 1 ? pass : failBy(switchedOff);
  },
});

function failBy(values: readonly string[]): Verdict {
  // An empty list would be a pass, and a cluster without an engine never passes.
  if (values.length === 0) throw new Error('it is not known why no engine enforces policies');
  return judgeBy(
    values.map((value) => ({ path: 'policyEngines', value })),
    'cluster',
  );
}
