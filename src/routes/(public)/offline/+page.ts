/** It stands in for any page without a network, and is wholly there without a script. */
export const csr = false;
