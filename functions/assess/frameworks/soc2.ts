import type { Framework } from '../../model/framework.ts';

/** Criteria that a scan of a cluster is evidence for; a report on controls covers many more. */
export const soc2: Framework = {
  id: 'soc2-2017',
  title: 'SOC 2, Trust Services Criteria',
  version: '2017, points of focus revised 2022',
  url: 'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
  claim: 'supports',
  note:
    'Mappings of the sources that a control is no evidence for are left out, such as encrypted volumes ' +
    'for CC1.1, which is about integrity and ethical values.',
  sources: {
    kubescape: 'Kubescape regolibrary, frameworks/soc2.json',
    prowler: 'Prowler 5.46.0, compliance/aws/soc2_aws.json',
  },
  requirements: [
    {
      id: 'CC6.1',
      title: 'Logical access to information is restricted',
      controls: ['NET-01', 'NET-04', 'NET-09', 'RBAC-01', 'SEC-03'],
      sources: ['kubescape'],
    },
    {
      id: 'CC6.6',
      title: 'Threats from outside of the boundary are kept out',
      controls: ['NET-01', 'NET-04', 'NET-09', 'CP-07', 'CP-12'],
      sources: ['kubescape', 'prowler'],
    },
    {
      id: 'CC6.7',
      title: 'Information is protected where it moves and where it is stored',
      controls: ['NET-09', 'SEC-06'],
      sources: ['kubescape'],
    },
    {
      id: 'CC6.8',
      title: 'Unauthorized software is prevented or detected',
      controls: ['CP-01', 'CP-02', 'CP-11'],
      sources: ['kubescape', 'prowler'],
    },
    {
      id: 'CC7.1',
      title: 'Changes and vulnerabilities are detected',
      controls: ['CP-01', 'CP-02', 'CP-11'],
      sources: ['kubescape', 'prowler'],
    },
    {
      id: 'CC7.2',
      title: 'Components are monitored for anomalies',
      controls: ['NET-01', 'NET-04', 'CP-01', 'CP-02', 'CP-03', 'CP-11'],
      sources: ['kubescape', 'prowler'],
    },
    {
      id: 'CC7.3',
      title: 'Security events are evaluated',
      controls: ['CP-03', 'CP-11'],
      sources: ['prowler'],
    },
  ],
};
