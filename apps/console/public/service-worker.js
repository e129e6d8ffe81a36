// Makes the console installable, and says what is wrong when the network is away. Nothing of a referral is ever kept on
// the device: all but this one page comes from the server, each time.
const cache = 'countersign-offline-1';
const page = '/offline.html';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cache).then((opened) => opened.add(page)));
  self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  event.respondWith(fetch(event.request).catch(() => caches.match(page)));
});
