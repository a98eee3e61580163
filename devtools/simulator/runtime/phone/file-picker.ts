/** The phone's album, played by the browser's file chooser. Resolves to an empty list when nothing was chosen. */
export function pickFiles(accept: string, maxFiles: number, capture = false): Promise<File[]> {
  return new Promise((resolve) => {
    const field = document.createElement('input');
    field.type = 'file';
    field.accept = accept;
    field.multiple = maxFiles > 1;
    field.className = 'file-picker';
    if (capture) field.setAttribute('capture', 'environment');
    const finish = (): void => {
      field.remove();
      resolve([...(field.files ?? [])].slice(0, maxFiles));
    };
    field.addEventListener('change', finish, { once: true });
    field.addEventListener('cancel', finish, { once: true });
    document.body.append(field);
    field.click();
  });
}
