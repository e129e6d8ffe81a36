/** The parts of a form that a signature vouches for, whatever else the form holds. */
export interface MaterialContent {
  patient: { name: string; idNumber: string; insuranceKind: string; insuranceNo?: string | null };
  diagnoses: readonly { code: string; name: string }[];
  /** A report has none yet; a form always has. */
  condition?: string;
  reason: string;
  urgency: string;
  /** A report may leave it open; a form never does. */
  destination?: { name: string; code?: string | null; division: string; department?: string | null } | null;
}

/**
 * The material fields of a form (DESIGN, section 3): patient, diagnosis, reason, destination, urgency. A phone
 * number, an address or a remark can be put right without asking for the signatures again.
 */
export function materialOf(form: MaterialContent): MaterialContent {
  const { patient, destination = null } = form;
  return {
    patient: {
      name: patient.name,
      idNumber: patient.idNumber,
      insuranceKind: patient.insuranceKind,
      insuranceNo: patient.insuranceNo ?? null,
    },
    diagnoses: form.diagnoses.map(diagnosisOf),
    condition: form.condition ?? '',
    reason: form.reason,
    urgency: form.urgency,
    destination: destination && {
      name: destination.name,
      code: destination.code ?? null,
      division: destination.division,
      department: destination.department ?? null,
    },
  };
}

/** A signature must never vouch for a diagnosis that says nothing, whatever let it come this far. */
function diagnosisOf({ code, name }: { code: unknown; name: unknown }): { code: string; name: string } {
  if (typeof code !== 'string' || typeof name !== 'string') throw new TypeError('a diagnosis has a code and a name');
  return { code, name };
}
