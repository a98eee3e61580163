/** Two photos of a garment that work and two that do not. */
Component({
  data: {
    examples: [
      { name: '平铺', picture: '/packages/studio/art/example-flat.jpg', isGood: true },
      { name: '挂拍', picture: '/packages/studio/art/example-hang.jpg', isGood: true },
      { name: '叠起来', picture: '/packages/studio/art/example-folded.jpg', isGood: false },
      { name: '太暗', picture: '/packages/studio/art/example-dark.jpg', isGood: false },
    ],
  },
});
