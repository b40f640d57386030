import type { Block } from '../blocks.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';

export function integritySection({ assessment, digests }: ClusterReport): readonly Block[] {
  const { cluster, scanId, catalogue, exceptionsDigest } = assessment;
  const folder = `clusters/${cluster.account}/${cluster.region}/${cluster.name}/${scanId}/`;
  return [
    { kind: 'heading', level: 1, text: `${sectionNumbers.integrity} Integrity` },
    {
      kind: 'paragraph',
      text:
        'This report was made from the files below and from nothing else. They lie beside it ' +
        'in the store and are written once. A file that has another digest is not the file ' +
        'that this report was made from.',
    },
    { kind: 'keyValues', rows: [{ label: 'Folder in the store', value: folder, isCode: true }] },
    {
      kind: 'table',
      summary: 'SHA-256 digests of the files that this report rests on',
      columns: [
        { header: 'File', weight: 24 },
        { header: 'SHA-256', weight: 76, isCode: true },
      ],
      rows: [
        ['snapshot.json.gz', digests.snapshot],
        ['assessment.json', digests.assessment],
        ['findings.json', digests.findings],
        [`Catalogue ${catalogue.version}`, catalogue.digest],
        ...(exceptionsDigest === undefined ? [] : [['File of exceptions', exceptionsDigest]]),
      ],
    },
    { kind: 'heading', level: 2, text: 'How to verify' },
    {
      kind: 'list',
      items: [
        'Download the folder from the store.',
        'Run "sha256sum snapshot.json.gz assessment.json findings.json report.pdf" in it.',
        'Compare each line with the table above. The digest of this PDF cannot stand in the PDF: ' +
          'it stands in manifest.json in the same folder, with the digests of all other files.',
        'To repeat the judgement, assess snapshot.json.gz again with the same tool version, ' +
          'catalogue and file of exceptions: the same snapshot gives the same findings.',
      ],
    },
  ];
}
