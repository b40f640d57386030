import type { Framework } from '../../../model/framework.ts';
import { policyFamilies } from './policy-families.ts';
import { systemFamilies } from './system-families.ts';

/** The controls of the publication are called requirements here: a control is one of ours. */
export const nist80053: Framework = {
  id: 'nist-800-53r5',
  title: 'NIST SP 800-53',
  version: 'Revision 5',
  url: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  claim: 'supports',
  note:
    'CM-6 is what ComplianceAsCode names for settings in general. Mappings to what Revision 5 has ' +
    'withdrawn, such as CM-5(3), and to what has nothing to do with the control are left out.',
  sources: {
    'security-hub':
      'AWS Security Hub User Guide, Security Hub controls for Amazon EKS: related requirements of ' +
      'EKS.1 and EKS.2',
    'compliance-as-code':
      'ComplianceAsCode/content, applications/openshift: nist references of the rules for network ' +
      'policies, security contexts, RBAC, quotas, images, audit and encryption',
    prowler:
      'Prowler 5.46.0, compliance/aws/nist_800_53_revision_5_aws.json: guardduty_is_enabled, ' +
      'cloudwatch_log_group_*, ec2_ebs_volume_encryption and ec2_instance_public_ip',
  },
  requirements: [...policyFamilies, ...systemFamilies],
};
