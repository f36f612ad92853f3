import type { FieldError } from 'react-hook-form';

/** Why a whole form was refused: what the server said of none of its fields. */
export function FormRefusal({ error }: { readonly error: Pick<FieldError, 'message'> | undefined }) {
  if (error === undefined) return null;
  return (
    <p className="refusal" role="alert">
      {error.message}
    </p>
  );
}
