import { expect, test } from '@jest/globals';
import { loadFonts } from '../functions/platform/fonts.ts';

test('the fonts of the report are three different TrueType files', async () => {
  const { regular, bold, mono } = await loadFonts();
  const faces = [regular, bold, mono].map((bytes) => Buffer.from(bytes));
  for (const face of faces) expect(face.readUInt32BE(0)).toBe(0x00010000);
  expect(new Set(faces.map((face) => face.toString('base64'))).size).toBe(3);
});
