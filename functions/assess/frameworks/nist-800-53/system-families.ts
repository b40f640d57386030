import type { Requirement } from '../../../model/framework.ts';

/** System and communications protection (SC), system and information integrity (SI). */
export const systemFamilies: readonly Requirement[] = [
  {
    id: 'SC-5',
    title: 'Denial of service is limited',
    controls: ['NS-04'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-5(1)',
    title: 'Nobody can start a denial of service from within',
    controls: ['NS-04'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-5(2)',
    title: 'Capacity, bandwidth and redundancy are managed',
    controls: ['NS-04'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-6',
    title: 'Resources are available by priority or quota',
    controls: ['POD-20'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-7',
    title: 'Communication is controlled at boundaries',
    controls: ['NET-01', 'CP-04', 'CP-07'],
    sources: ['compliance-as-code', 'security-hub', 'prowler'],
  },
  {
    id: 'SC-7(3)',
    title: 'Few points give access from outside',
    controls: ['NET-01', 'CP-04'],
    sources: ['compliance-as-code', 'security-hub'],
  },
  {
    id: 'SC-7(4)',
    title: 'External services are reached through managed interfaces',
    controls: ['CP-04'],
    sources: ['security-hub'],
  },
  {
    id: 'SC-7(5)',
    title: 'Traffic is denied by default and allowed by exception',
    controls: ['NET-01'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-7(9)',
    title: 'Threatening outgoing traffic is restricted',
    controls: ['CP-04'],
    sources: ['security-hub'],
  },
  {
    id: 'SC-7(11)',
    title: 'Incoming traffic comes from authorized sources only',
    controls: ['CP-04'],
    sources: ['security-hub'],
  },
  {
    id: 'SC-7(16)',
    title: 'Components of the system are not disclosed',
    controls: ['CP-04'],
    sources: ['security-hub'],
  },
  {
    id: 'SC-7(20)',
    title: 'Components can be isolated dynamically',
    controls: ['CP-04'],
    sources: ['security-hub'],
  },
  {
    id: 'SC-7(21)',
    title: 'Components are isolated by boundaries',
    controls: ['CP-04'],
    sources: ['security-hub'],
  },
  {
    id: 'SC-8',
    title: 'Transmitted information stays confidential and unchanged',
    controls: ['NET-09'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-8(1)',
    title: 'Transmitted information is protected by cryptography',
    controls: ['NET-09'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-28',
    title: 'Information at rest is protected',
    controls: ['SEC-01'],
    sources: ['compliance-as-code'],
  },
  {
    id: 'SC-28(1)',
    title: 'Information at rest is protected by cryptography',
    controls: ['SEC-01', 'SEC-06'],
    sources: ['compliance-as-code', 'prowler'],
  },
  {
    id: 'SI-2',
    title: 'Flaws are found and mended',
    controls: ['CP-08'],
    sources: ['security-hub'],
  },
  {
    id: 'SI-2(2)',
    title: 'The state of flaw remediation is found out by machines',
    controls: ['CP-08'],
    sources: ['security-hub'],
  },
  {
    id: 'SI-2(4)',
    title: 'Patches are managed by machines',
    controls: ['CP-08'],
    sources: ['security-hub'],
  },
  {
    id: 'SI-2(5)',
    title: 'Security updates are installed by machines',
    controls: ['CP-08'],
    sources: ['security-hub'],
  },
  {
    id: 'SI-4',
    title: 'The system is monitored for attacks',
    controls: ['CP-11'],
    sources: ['prowler'],
  },
];
