import { catalogue } from '../functions/assess/catalog.ts';
import { frameworkPages } from './framework-pages.ts';
import { generateFolder } from './generated-folder.ts';

/** Writes docs/frameworks from the catalogue; with --check only tells whether it is up to date. */
await generateFolder('frameworks', frameworkPages(catalogue));
