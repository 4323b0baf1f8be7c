// One line saying what went wrong, read out by screen readers.

export function ErrorNotice({ failure }: { failure: string | null }) {
  if (failure === null) return null;
  return (
    <p className="error" role="alert" data-testid="error">
      {failure}
    </p>
  );
}
