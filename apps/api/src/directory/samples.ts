import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readDiagnosesFile } from '../imports/read-diagnoses-file.ts';
import { readHospitalsFile } from '../imports/read-hospitals-file.ts';
import type { DirectoryEntry } from './entries.ts';

const bytesOf = (name: string) => readFile(fileURLToPath(new URL(`../../../../samples/${name}.csv`, import.meta.url)));

let diagnoses: Promise<DirectoryEntry[]> | undefined;

/** Some hundred common diagnoses of the insurance edition: what an institution begins with, until it imports its own. */
export const sampleDiagnoses = (): Promise<DirectoryEntry[]> => (diagnoses ??= readSample('diagnoses', readDiagnosesFile));

/** Hospitals that do not exist, for the demo. */
export const sampleHospitals = (): Promise<DirectoryEntry[]> => readSample('hospitals', readHospitalsFile);

/** By the same reader as everybody's files. */
async function readSample(name: string, read: typeof readDiagnosesFile | typeof readHospitalsFile): Promise<DirectoryEntry[]> {
  const { entries, faults } = await read(await bytesOf(name));
  faults.refuse();
  return entries;
}
