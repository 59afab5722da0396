'use client';
import { useCan } from '../../../session/session-context';
import { ExportSection } from './export-section';
import { ImportSection } from './import-section';

/** Settings as a file: out of here, and back in again. */
export function FilesPage() {
  const mayImport = useCan('settings:update');
  return (
    <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-8">
      <ExportSection />
      {mayImport ? <ImportSection /> : null}
    </div>
  );
}
