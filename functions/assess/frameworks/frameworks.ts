import type { Framework } from '../../model/framework.ts';
import { awsConfig } from './aws-config.ts';
import { awsSecurityHub } from './aws-security-hub.ts';
import { cisEks } from './cis-eks/cis-eks.ts';
import { iso27001 } from './iso-27001.ts';
import { nist80053 } from './nist-800-53/nist-800-53.ts';
import { nsaCisa } from './nsa-cisa/nsa-cisa.ts';
import { pciDss } from './pci-dss.ts';
import { podSecurityStandards } from './pod-security-standards.ts';
import { soc2 } from './soc2.ts';

/** Every framework that controls are mapped to, in the order of reports. */
export const frameworks: readonly Framework[] = [
  cisEks,
  nsaCisa,
  podSecurityStandards,
  awsSecurityHub,
  awsConfig,
  nist80053,
  pciDss,
  soc2,
  iso27001,
];
