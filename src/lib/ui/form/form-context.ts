import { createContext } from 'svelte';

/** The id of the form around a field, so that the error summary can point at the field. */
export const [getFormId, setFormId, isInForm] = createContext<string>();
