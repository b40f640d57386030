import { describe, expect, test } from '@jest/globals';
import { controlsCommand } from '../cli/commands/controls.ts';
import { type ControlsFlags, controlsRequest } from '../cli/controls-options.ts';
import { exitStatus } from '../cli/exit-status.ts';
import { catalogue } from '../functions/assess/catalog.ts';

function told(id: string | undefined, flags: ControlsFlags = {}): string {
  const printed: string[] = [];
  const status = controlsCommand(controlsRequest(id, flags), {
    print: (text) => void printed.push(text),
    printed: async () => {},
    note: () => {},
    progress: { say: () => {}, end: () => {} } as never,
    isInteractive: false,
  });
  expect(status).toBe(exitStatus.done);
  return printed.join('\n');
}

describe('controls', () => {
  test('lists the catalogue, one control a line', () => {
    const lines = told(undefined).split('\n');
    expect(lines[0]).toMatch(/^control +severity +domain +title$/);
    expect(lines).toHaveLength(catalogue.controls.length + 3);
    expect(lines.at(-1)).toBe(
      `${catalogue.controls.length} controls, catalogue ${catalogue.version}`,
    );
  });

  test('lists the same as CSV and as JSON', () => {
    expect(told(undefined, { format: 'csv' }).split('\n')).toHaveLength(
      catalogue.controls.length + 1,
    );
    const parsed: unknown = JSON.parse(told(undefined, { format: 'json' }));
    expect(parsed).toHaveLength(catalogue.controls.length);
    expect(parsed).toContainEqual({
      control: 'POD-01',
      severity: 'critical',
      domain: 'pod',
      title: 'No container is privileged',
    });
  });

  test('tells of one control what to paste, which requirements name it and what it reads', () => {
    const text = told('pod-01');
    expect(text).toMatch(/^POD-01 {2}No container is privileged\ncritical, pod\n/);
    expect(text).toMatch(/\nRemediation: .+\.\n\nkubectl:\n {2}kubectl /);
    expect(text).toMatch(/\nMaps to: +cis-eks-1\.8\.0:4\.2\.1, /);
    expect(text).toMatch(/\nReads: +pods, /);
    const data: unknown = JSON.parse(told('POD-01', { format: 'json' }));
    expect(data).toMatchObject({
      control: 'POD-01',
      mappings: expect.arrayContaining(['cis-eks-1.8.0:4.2.1', 'nist-800-53r5:CM-6']),
      reads: expect.arrayContaining(['pods']),
    });
    expect(told('POD-01', { format: 'csv' })).toMatch(/^control,severity,.+\nPOD-01,critical,/);
  });
});

describe('controls --framework', () => {
  test('lists requirements with their controls, and the reason where none can be seen', () => {
    const text = told(undefined, { framework: 'CIS-EKS-1.8.0' });
    expect(text).toMatch(/^4\.2\.1 +Privileged containers are not admitted +POD-01, ADM-01$/m);
    expect(text).toMatch(/^3\.1\.1 +The kubeconfig file .+ {2}not visible: Files of a node/m);
    expect(text).toMatch(
      /^4\.1\.2 +Few may read Secrets +needs more: The catalogue has no control/m,
    );
    expect(text).toMatch(
      /CIS Amazon EKS Benchmark 1\.8\.0: 50 requirements\. .+ more is needed for \d+, and 13 are not visible\./,
    );
  });

  test('puts a control that asks for more in brackets', () => {
    const text = told(undefined, { framework: 'pod-security-standards-1.37' });
    expect(text).toMatch(/^seccompProfile_baseline .+ \(POD-15\)$/m);
    expect(text).toMatch(/A control in brackets asks for more/);
  });

  test('says where controls are evidence for a part only', () => {
    const supported = told(undefined, { framework: 'pci-dss-4.0.1' });
    expect(supported).toMatch(/no scan shows that one is met/);
  });

  test('as CSV and JSON leaves nothing out', () => {
    const flags = { framework: 'cis-eks-1.8.0' };
    const [titles, ...rows] = told(undefined, { ...flags, format: 'csv' }).split('\n');
    expect(titles).toBe(
      'requirement,title,controls,stricter_controls,needs_more,not_visible,sources',
    );
    expect(rows).toHaveLength(50);
    expect(rows).toContain(
      '4.2.1,Privileged containers are not admitted,POD-01 ADM-01,,,,kube-bench kubescape',
    );
    const parsed: unknown = JSON.parse(told(undefined, { ...flags, format: 'json' }));
    expect(parsed).toHaveLength(50);
    expect(parsed).toContainEqual(
      expect.objectContaining({ requirement: '3.1.1', notVisible: expect.any(String) }),
    );
  });

  test('refuses one that is not there, and names those that are', () => {
    expect(() => told(undefined, { framework: 'cis-eks-1.4.0' })).toThrow(
      expect.objectContaining({
        message: 'there is no framework "cis-eks-1.4.0"',
        remedy: expect.stringMatching(/^Give one of cis-eks-1\.8\.0, .+\.$/),
      }),
    );
  });
});

describe('controls --frameworks', () => {
  test.each(['table', 'csv', 'json'])('lists every framework as %s', (format) => {
    const text = told(undefined, { frameworks: true, format });
    for (const { id } of catalogue.frameworks) expect(text).toContain(id);
  });

  test.each<readonly [string | undefined, ControlsFlags]>([
    ['POD-01', { frameworks: true }],
    ['POD-01', { framework: 'cis-eks-1.8.0' }],
    [undefined, { framework: 'cis-eks-1.8.0', frameworks: true }],
  ])('does not go with another question: %s %j', (id, flags) => {
    expect(() => told(id, flags)).toThrow('controls tells of one thing at a time');
  });
});
