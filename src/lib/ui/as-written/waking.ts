/** Whether the page that the server wrote has woken up; what is shown later is made in the browser. */
export const waking = { isOver: false };
